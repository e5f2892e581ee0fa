using System.Numerics;

namespace Platform.Load.Proof;

/// <summary>A set of sequence numbers, a bit each. Its owner locks.</summary>
internal sealed class Bitmap
{
    // Most sequences are short: with 1,000 channels a producer sends few events into each.
    private ulong[] _words = new ulong[1];

    public bool Contains(int number) => (Word(number >> 6) >> (number & 63) & 1) == 1;

    /// <summary>Adds a number; <c>false</c> if it was there.</summary>
    public bool Add(int number)
    {
        var index = number >> 6;
        if (index >= _words.Length)
        {
            Array.Resize(ref _words, Math.Max(_words.Length * 2, index + 1));
        }

        var bit = 1UL << (number & 63);
        var isNew = (_words[index] & bit) == 0;
        _words[index] |= bit;
        return isNew;
    }

    public int Count()
    {
        var count = 0;
        foreach (var word in _words)
        {
            count += BitOperations.PopCount(word);
        }

        return count;
    }

    /// <summary>How many are here and not there.</summary>
    public int CountExcept(Bitmap other)
    {
        var count = 0;
        for (var index = 0; index < _words.Length; index++)
        {
            count += BitOperations.PopCount(_words[index] & ~other.Word(index));
        }

        return count;
    }

    /// <summary>The numbers that are here and not there, ascending.</summary>
    public IEnumerable<int> Except(Bitmap other)
    {
        for (var index = 0; index < _words.Length; index++)
        {
            for (var rest = _words[index] & ~other.Word(index); rest != 0; rest &= rest - 1)
            {
                yield return (index << 6) + BitOperations.TrailingZeroCount(rest);
            }
        }
    }

    private ulong Word(int index) => index < _words.Length ? _words[index] : 0;
}
