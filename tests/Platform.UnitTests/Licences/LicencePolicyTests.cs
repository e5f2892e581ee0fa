namespace Platform.UnitTests.Licences;

public sealed class LicencePolicyTests
{
    private static readonly LicencePolicy Policy = new(["MIT", "BSD-2-Clause"]);

    [Theory]
    [InlineData("MIT", "MIT")]
    [InlineData("GPL-2.0-only OR MIT", "MIT")]
    [InlineData("(CC0-1.0 OR BSD-2-Clause)", "BSD-2-Clause")]
    [InlineData("MIT AND BSD-2-Clause", "MIT, BSD-2-Clause")]
    public void What_is_allowed_in_one_of_the_choices_is_taken_by_it(string expression, string chosen) => Assert.Equal(chosen, string.Join(", ", Policy.Chosen(expression)));

    [Theory]
    [InlineData("GPL-3.0-only")]
    [InlineData("MIT AND GPL-3.0-only")]
    [InlineData("MIT WITH Commons-Clause")]
    [InlineData("(MIT AND BSD-2-Clause) OR GPL-3.0-only")]
    [InlineData("mit")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_not_allowed_or_not_understood_is_refused(string? expression) =>
        Assert.Equal([$"thing 1.0: {expression ?? "no licence"}"], Policy.Faults([new("thing", "1.0", expression, Copyright: null, Ships: false)]));
}
