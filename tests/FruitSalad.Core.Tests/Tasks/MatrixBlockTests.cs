using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Tasks;

public class MatrixBlockTests
{
    [Theory]
    [InlineData("""{"a":[[1,2],[3,4]],"b":[[5,6],[7,8]]}""", "[[19,22],[43,50]]")]
    [InlineData("""{"a":[[1,2,3]],"b":[[4],[5],[6]]}""", "[[32]]")]
    [InlineData("""{"a":[[2],[3]],"b":[[0.5,4]]}""", "[[1,8],[1.5,12]]")]
    [InlineData("""{"a":[[94906265]],"b":[[94906265]]}""", "[[9007199136250225]]")]
    public void Rows_times_columns(string payload, string product) =>
        Assert.Equal(product, MatrixBlock.Multiply(payload, default));

    [Theory]
    [InlineData("""{"a":[[1,2]],"b":[[1,2]]}""")]
    [InlineData("""{"a":[[1,2],[3]],"b":[[1],[2]]}""")]
    [InlineData("""{"a":[[1],[2]],"b":[[1,2],[3]]}""")]
    [InlineData("""{"a":[],"b":[]}""")]
    [InlineData("""{"a":[[]],"b":[]}""")]
    [InlineData("""{"a":[null],"b":[[1]]}""")]
    [InlineData("""{"a":[["1"]],"b":[[1]]}""")]
    [InlineData("""{"a":[[1]]}""")]
    [InlineData("""{"a":null,"b":null}""")]
    public void What_cannot_be_multiplied_says_so(string payload) => Assert.Contains(
        "as many columns", Assert.Throws<FormatException>(() => MatrixBlock.Multiply(payload, default)).Message,
        StringComparison.Ordinal);

    [Fact]
    public void It_ends_when_nobody_wants_it_any_more() => Assert.Throws<OperationCanceledException>(
        () => MatrixBlock.Multiply([[1]], [[1]], new CancellationToken(canceled: true)));

    [Fact]
    public void It_is_the_sum_of_products_whatever_the_shape()
    {
        var random = new SeededRandom(3);
        double[][] Draw(int rows, int columns) =>
            [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, columns).Select(_ => (double)random.Next(10)).ToArray())];
        for (int round = 0; round < 50; round++)
        {
            int inner = 1 + random.Next(round % 2 == 0 ? 6 : 100);
            double[][] a = Draw(1 + random.Next(6), inner);
            double[][] b = Draw(inner, 1 + random.Next(6));

            double[][] product = MatrixBlock.Multiply(a, b);

            Assert.Equal(
                [.. a.Select(row => Enumerable.Range(0, b[0].Length).Select(j => row.Select((x, k) => x * b[k][j]).Sum()).ToArray())],
                product);
        }
    }
}
