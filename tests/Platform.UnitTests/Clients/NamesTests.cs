using System.Reflection;
using System.Text.RegularExpressions;
using Platform.Contracts.Hub;
using Platform.Contracts.Lanes;
using Platform.Contracts.Names;

namespace Platform.UnitTests.Clients;

/// <summary>The names that the TypeScript client has written down are those of the contracts.</summary>
public sealed partial class NamesTests
{
    private static readonly string Names = File.ReadAllText(Path.Combine(Repository.Folder, "clients/typescript/src/protocol/names.ts"));

    [Theory]
    [InlineData(typeof(HubMethods))]
    [InlineData(typeof(CallErrors))]
    [InlineData(typeof(SubscribeErrors))]
    [InlineData(typeof(CloseReasons))]
    [InlineData(typeof(ReportedStages))]
    public void Each_name_of_the_contracts_is_known_to_the_TypeScript_client(Type contract) =>
        Assert.Equal(Constants(contract), Written(contract.Name));

    [Fact]
    public void The_TypeScript_client_knows_its_doors()
    {
        var doors = Constants(typeof(Routes));
        Assert.All(Written(nameof(Routes)), door => Assert.Equal(doors[door.Key], door.Value));
    }

    [Fact]
    public void The_TypeScript_client_knows_the_lanes()
    {
        var lanes = File.ReadAllText(Path.Combine(Repository.Folder, "clients/typescript/src/protocol/lanes.ts"));
        Assert.Contains($"[{string.Join(", ", LaneNames.All.Select(lane => $"\"{lane.Name()}\""))}]", lanes, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Constants(Type contract) => contract
        .GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral)
        .ToDictionary(field => field.Name, field => (string)field.GetRawConstantValue()!);

    private static Dictionary<string, string> Written(string table)
    {
        var start = Names.IndexOf($"export const {table} = {{", StringComparison.Ordinal);
        Assert.True(start >= 0, $"names.ts has no {table}.");
        return Entry().Matches(Names[start..Names.IndexOf("} as const", start, StringComparison.Ordinal)])
            .ToDictionary(entry => entry.Groups[1].Value, entry => entry.Groups[2].Value);
    }

    [GeneratedRegex("""(\w+): "([^"]+)",""")]
    private static partial Regex Entry();
}
