using System.Text.Json.Nodes;
using FruitSalad.Faults;
using FruitSalad.Tasks;
using FruitSalad.Worker;
using static FruitSalad.Simulation.FieldValue;

namespace FruitSalad.Simulation;

public static partial class PlanText
{
    private static readonly SaladTask Nothing = new(0, "", TimeSpan.Zero);

    private static readonly FieldTable<SaladTask> Ingredient = new(
        new("Name", task => task.Name, (task, text) => task with { Name = text!.GetValue<string>() }),
        new("Seconds", task => Of(task.Duration), (task, text) => task with { Duration = Time(text) }),
        new("Priority", task => task.Options.Priority,
            (task, text) => task with { Options = task.Options with { Priority = text!.GetValue<int>() } }),
        new("DelaySeconds", task => Of(task.Options.Delay),
            (task, text) => task with { Options = task.Options with { Delay = Time(text) } }),
        new("RunLimitSeconds", task => Of(task.Options.RunLimit),
            (task, text) => task with { Options = task.Options with { RunLimit = TimeOrNull(text) } }),
        new("MaxAttempts", task => task.Options.MaxAttempts,
            (task, text) => task with { Options = task.Options with { MaxAttempts = text is null ? null : Count(text) } }),
        new("Label", task => Of(task.Options.Labels, label => (JsonNode)label),
            (task, text) => task with { Options = task.Options with { Labels = List(text, label => label!.GetValue<string>()) } }),
        new("DependsOn", task => Of(task.DependsOn, id => (JsonNode)id), (task, text) => task with { DependsOn = List(text, Count) }));

    private static readonly FieldTable<WorkerPlan> Cook = new(
        new("CrashProbability", w => w.Crash.Probability, (w, text) => w with { Crash = w.Crash with { Probability = Chance(text) } }),
        new("CrashPoint", w => Of(w.Crash.Point), (w, text) => w with { Crash = w.Crash with { Point = Word<CrashPoint>(text) } }),
        new("FailureKind", w => Of(w.Crash.Kind), (w, text) => w with { Crash = w.Crash with { Kind = Word<FailureKind>(text) } }),
        new("Slowness", w => w.Crash.Slowness, (w, text) => w with { Crash = w.Crash with { Slowness = Positive(text) } }),
        new("Prefetch", w => w.Prefetch, (w, text) => w with { Prefetch = Count(text) }),
        new("Label", w => Of(w.Labels, label => (JsonNode)label),
            (w, text) => w with { Labels = List(text, label => label!.GetValue<string>()) }),
        new("JoinsAt", w => Of(w.JoinsAt), (w, text) => w with { JoinsAt = Time(text) }),
        new("LeavesAt", w => Of(w.LeavesAt), (w, text) => w with { LeavesAt = TimeOrNull(text) }),
        new("RespawnsAfter", w => Of(w.RespawnsAfter), (w, text) => w with { RespawnsAfter = TimeOrNull(text) }),
        new("Failure", w => w.Failure, (w, text) => w with { Failure = Chance(text) }),
        new("Lie", w => w.Lie, (w, text) => w with { Lie = Chance(text) }),
        new("Confusion", w => w.Confusion, (w, text) => w with { Confusion = Chance(text) }));

    private static readonly FieldTable<SaladPolicy> Policy = new(
        new("LeaseSeconds", p => OrZero(p.Lease), (p, text) => p with { Lease = TimeUnlessZero(text) }),
        new("Renewal", p => p.Renewal, (p, text) => p with { Renewal = Flag(text) }),
        new("LateResult", p => Of(p.LateResult), (p, text) => p with { LateResult = Word<LateResult>(text) }),
        new("OnDisconnect", p => Of(p.OnDisconnect), (p, text) => p with { OnDisconnect = Word<DisconnectPolicy>(text) }),
        new("DisconnectGraceSeconds", p => Of(p.DisconnectGrace), (p, text) => p with { DisconnectGrace = Time(text) }),
        new("Order", p => Of(p.Order), (p, text) => p with { Order = Word<TaskOrder>(text) }),
        new("MaxAttempts", p => p.MaxAttempts ?? 0, (p, text) => p with { MaxAttempts = Count(text) is > 0 and var cap ? cap : null }),
        new("RetryDelaySeconds", p => Of(p.RetryDelay), (p, text) => p with { RetryDelay = Time(text) }),
        new("LongestRetryDelaySeconds", p => Of(p.LongestRetryDelay), (p, text) => p with { LongestRetryDelay = Time(text) }),
        new("Strategy", p => Of(p.Strategy), (p, text) => p with { Strategy = Word<Strategy>(text) }),
        new("ShareCut", p => Of(p.ShareCut), (p, text) => p with { ShareCut = Word<ShareCut>(text) }),
        new("Replicas", p => p.Replicas, (p, text) => p with { Replicas = Count(text) }),
        new("Quorum", p => p.Quorum, (p, text) => p with { Quorum = Count(text) }),
        new("MaxReplicas", p => p.MaxReplicas, (p, text) => p with { MaxReplicas = text is null ? null : Count(text) }),
        new("RunLimitSeconds", p => OrZero(p.RunLimit), (p, text) => p with { RunLimit = TimeUnlessZero(text) }),
        new("IdleSeconds", p => OrZero(p.IdleLimit), (p, text) => p with { IdleLimit = TimeUnlessZero(text) }),
        new("StartGraceSeconds", p => Of(p.StartGrace), (p, text) => p with { StartGrace = Time(text) }),
        new("PollSeconds", p => Of(p.Poll), (p, text) => p with { Poll = Time(text) }),
        new("LongPollSeconds", p => Of(p.LongPoll), (p, text) => p with { LongPoll = Time(text) }),
        new("LeaveWhenDrained", p => p.LeaveWhenDrained, (p, text) => p with { LeaveWhenDrained = Flag(text) }));

    private static readonly Partition Never = new(TimeSpan.Zero, TimeSpan.Zero);

    private static readonly FieldTable<Partition> Cut = new(
        new("From", cut => Of(cut.From), (cut, text) => cut with { From = Time(text) }),
        new("Until", cut => Of(cut.Until), (cut, text) => cut with { Until = Time(text) }),
        new("Workers", cut => cut.Workers is { } places ? Of(places, place => (JsonNode)place) : null,
            (cut, text) => cut with { Workers = text is null ? null : List(text, Count) }));

    private static readonly FieldTable<OneWayPlan> Way = new(
        new("Delay", way => Of(way.Delay), (way, text) => way with { Delay = Delay(text) }),
        new("Loss", way => way.Loss, (way, text) => way with { Loss = Chance(text) }),
        new("Duplicate", way => way.Duplication, (way, text) => way with { Duplication = Chance(text) }),
        new("Reorder", way => way.Reordering, (way, text) => way with { Reordering = Chance(text) }),
        new("Corrupt", way => way.Corruption, (way, text) => way with { Corruption = Chance(text) }),
        new("Bandwidth", way => way.Bandwidth, (way, text) => way with { Bandwidth = text is null ? null : Positive(text) }));

    /// <summary>What stands beside ToMaster and ToWorker is for both.</summary>
    private static readonly FieldTable<ChannelPlan> Channel = new(
    [
        .. Way.Fields.Select(part => new Field<ChannelPlan>(
            part.Name,
            c => part.Get(c.ToMaster == c.ToWorker ? c.ToMaster : OneWayPlan.Perfect),
            (c, text) => c with { ToMaster = part.Set(c.ToMaster, text), ToWorker = part.Set(c.ToWorker, text) })),
        new("ToMaster", c => Write(c, c.ToMaster), (c, text) => c with { ToMaster = Way.Read(text, c.ToMaster) }),
        new("ToWorker", c => Write(c, c.ToWorker), (c, text) => c with { ToWorker = Way.Read(text, c.ToWorker) }),
        new("Partition", c => Of(c.Partitions, cut => Cut.Write(cut, Never)),
            (c, text) => c with { Partitions = List(text, cut => Cut.Read(cut, Never)) }),
    ]);

    private static readonly MasterOutage NoOutage = new(TimeSpan.Zero, TimeSpan.Zero);

    private static readonly FieldTable<MasterOutage> Outage = new(
        new("At", outage => Of(outage.At), (outage, text) => outage with { At = Time(text) }),
        new("For", outage => Of(outage.For), (outage, text) => outage with { For = Time(text) }),
        new("Master", outage => outage.Master, (outage, text) => outage with { Master = Count(text) }));

    /// <summary>What an owner does is always written.</summary>
    private static readonly (TimeSpan At, OwnerAct Act) NoAct = (TimeSpan.Zero, (OwnerAct)byte.MaxValue);

    private static readonly FieldTable<(TimeSpan At, OwnerAct Act)> Act = new(
        new("At", act => Of(act.At), (act, text) => (Time(text), act.Act)),
        new("Act", act => Of(act.Act), (act, text) => (act.At, Word<OwnerAct>(text))));

    private static readonly FieldTable<Schedule> Order = new(
        new("Depth", schedule => schedule.Depth, (schedule, text) => schedule with { Depth = Count(text) }),
        new("Steps", schedule => schedule.Steps, (schedule, text) => schedule with { Steps = Count(text) }));

    private static readonly FieldTable<SimulationPlan> Plan = new(
        new("Recipe", plan => Write(plan.Recipe), (plan, text) => plan with { Recipe = ReadRecipe(text) }),
        new("Shuffled", plan => plan.Shuffled, (plan, text) => plan with { Shuffled = Flag(text) }),
        new("Offspring", plan => plan.Offspring, (plan, text) => plan with { Offspring = Chance(text) }),
        new("Workers", plan => Of(plan.Workers, worker => Cook.Write(worker, WorkerPlan.Healthy)),
            (plan, text) => plan with { Workers = List(text, worker => Cook.Read(worker, WorkerPlan.Healthy)) }),
        new("Policy", plan => Write(plan.Policy), (plan, text) => plan with { Policy = ReadPolicy(text) }),
        new("Channel", plan => Channel.Write(plan.Channel, ChannelPlan.Perfect),
            (plan, text) => plan with { Channel = Channel.Read(text, ChannelPlan.Perfect) }),
        new("Outages", plan => Of(plan.Faults.Outages, outage => Outage.Write(outage, NoOutage)),
            (plan, text) => plan with
            {
                Faults = plan.Faults with { Outages = List(text, outage => Outage.Read(outage, NoOutage)) },
            }),
        new("OwnerActs", plan => Of(plan.Faults.OwnerActs, act => Act.Write(act, NoAct)),
            (plan, text) => plan with
            {
                Faults = plan.Faults with { OwnerActs = List(text, act => Act.Read(act, NoAct)) },
            }),
        new("Masters", plan => plan.Masters, (plan, text) => plan with { Masters = Count(text) }),
        new("SameMachine", plan => plan.SameMachine, (plan, text) => plan with { SameMachine = Flag(text) }),
        new("ExpectWorkers", plan => plan.ExpectWorkers, (plan, text) => plan with { ExpectWorkers = Count(text) }),
        new("KeepOpen", plan => plan.KeepOpen, (plan, text) => plan with { KeepOpen = Flag(text) }),
        new("Schedule", plan => Order.Write(plan.Schedule, Schedule.Random),
            (plan, text) => plan with { Schedule = Order.Read(text, Schedule.Random) }),
        new("Mutant", plan => Of(plan.Mutant), (plan, text) => plan with { Mutant = Word<Mutant>(text) }),
        new("HorizonSeconds", plan => Of(plan.Horizon), (plan, text) => plan with { Horizon = Time(text) }),
        new("Seed", plan => plan.Seed, (plan, text) => plan with { Seed = text!.GetValue<long>() }));

    private static JsonObject Write(ChannelPlan channel, OneWayPlan way) =>
        channel.ToMaster == channel.ToWorker ? [] : Way.Write(way, OneWayPlan.Perfect);
}
