using FruitSalad.Tasks;

namespace FruitSalad.Core.Tests.Tasks;

public class MatrixProductTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 1)]
    [InlineData(7, 3)]
    [InlineData(12, 4)]
    public void The_blocks_put_together_are_the_product(int size, int parts)
    {
        MatrixProduct product = MatrixProduct.Draw(size, seed: 5);
        Recipe recipe = product.ToRecipe("product", parts);

        double[][] assembled = product.Assemble([.. recipe.Tasks.Select(task => MatrixBlock.Multiply(task.Payload!, default))]);

        Assert.Equal(parts * parts, recipe.Tasks.Count);
        Assert.Equal(MatrixBlock.Multiply(product.Left, product.Right), assembled);
    }

    [Fact]
    public void A_seed_means_the_same_matrices() =>
        Assert.Equal(MatrixProduct.Draw(5, 1).Right, MatrixProduct.Draw(5, 1).Right);
}
