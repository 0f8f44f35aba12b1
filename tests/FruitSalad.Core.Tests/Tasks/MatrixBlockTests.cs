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

    [Theory]
    [InlineData("int8", -128, 127)]
    [InlineData("int16", -129, 127)]
    [InlineData("int16", 0, 32767)]
    [InlineData("int32", 0, 32768)]
    [InlineData("int32", int.MinValue, int.MaxValue)]
    [InlineData("float64", 0, 2147483648)]
    [InlineData("float64", 0, 0.5)]
    [InlineData("float64", 0, double.MaxValue)]
    public void Packed_it_is_as_small_as_it_goes_and_the_same(string type, double low, double high)
    {
        string payload = MatrixBlock.PackedPayload([[low, high, 1]], [[1, 0, 0], [0, 1, 0], [0, 0, 1]]);

        Assert.Contains($"\"rows\":1,\"columns\":3,\"type\":\"{type}\"", payload, StringComparison.Ordinal);
        Assert.Equal([[low, high, 1]], MatrixBlock.Read(MatrixBlock.Multiply(payload, default, packed: true), packed: true));
    }

    [Theory]
    [InlineData("""{"rows":2,"columns":1,"type":"int8","data":"AQ=="}""")]
    [InlineData("""{"rows":1,"columns":1,"type":"int8","data":"AQI="}""")]
    [InlineData("""{"rows":1,"columns":1,"type":"int16","data":"AQ=="}""")]
    [InlineData("""{"rows":0,"columns":0,"type":"int8","data":""}""")]
    [InlineData("""{"rows":-1,"columns":-1,"type":"int8","data":"AQ=="}""")]
    [InlineData("""{"rows":65536,"columns":65536,"type":"int8","data":""}""")]
    [InlineData("""{"rows":1824726041,"columns":1263665316,"type":"float64","data":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}""")] // * 8 = 32 in 64 bits
    [InlineData("""{"rows":1,"columns":1,"type":"int64","data":"AQ=="}""")]
    [InlineData("""{"rows":1,"columns":1,"type":"int8","data":"no base64"}""")]
    [InlineData("""{"rows":1,"columns":1,"type":"int8","data":null}""")]
    [InlineData("""{"rows":1,"columns":1,"type":"int8"}""")]
    [InlineData("""[[1]]""")]
    [InlineData("null")]
    public void What_is_not_packed_as_it_says_says_so(string matrix) => Assert.Contains(
        "as many columns",
        Assert.Throws<FormatException>(() => MatrixBlock.Multiply($$"""{"a":{{matrix}},"b":{{matrix}}}""", default, packed: true)).Message,
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
