using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Tasks;

public class MatrixProductTests
{
    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(7, 1, false)]
    [InlineData(7, 3, false)]
    [InlineData(12, 4, false)]
    [InlineData(7, 3, true)]
    [InlineData(12, 4, true)]
    public void The_blocks_put_together_are_the_product(int size, int parts, bool packed)
    {
        MatrixProduct product = MatrixProduct.Draw(size, seed: 5);
        Recipe recipe = product.ToRecipe("product", parts, packed);

        double[][] assembled = product.Assemble(
            [.. recipe.Tasks.Select(task => MatrixBlock.Multiply(task.Payload!, default, packed))], packed);

        Assert.Equal(parts * parts, recipe.Tasks.Count);
        Assert.Equal(MatrixBlock.Multiply(product.Left, product.Right), assembled);
    }

    [Fact]
    public void A_seed_means_the_same_matrices() =>
        Assert.Equal(MatrixProduct.Draw(5, 1).Right, MatrixProduct.Draw(5, 1).Right);
}
