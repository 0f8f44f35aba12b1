using FruitSalad.Store;
using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Simulation.Mutants;

/// <summary>Is the work over?</summary>
internal readonly record struct EndQuestion(EndReason Ended, TaskCounts Counts, bool Closed, bool Stopping);
