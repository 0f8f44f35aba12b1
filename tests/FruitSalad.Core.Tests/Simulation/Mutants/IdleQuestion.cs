using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Simulation.Mutants;

/// <summary>When does the salad end for want of anybody?</summary>
internal readonly record struct IdleQuestion(TaskCounts Counts, TimeSpan QuietSince, bool MetAnybody, SaladPolicy Policy);
