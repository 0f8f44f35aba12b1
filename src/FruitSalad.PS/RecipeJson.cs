using System.Text.Json;

namespace FruitSalad.PS;

/// <summary>Reads a recipe in JSON: one object. Token by token, so that every fault has its line.</summary>
internal ref struct RecipeJson
{
    private static readonly JsonReaderOptions Lenient = new()
    {
        AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 32,
    };

    private readonly string _path;
    private readonly ReadOnlySpan<byte> _text;
    private Utf8JsonReader _reader;
    private int _counted;
    private int _line = 1;

    private RecipeJson(string path, ReadOnlySpan<byte> text)
    {
        _path = path;
        _text = text;
        _reader = new Utf8JsonReader(text, Lenient);
    }

    /// <summary>Reads the text of a .json file.</summary>
    public static RecipeFile Read(string path, byte[] bytes)
    {
        ReadOnlySpan<byte> text = bytes;
        try
        {
            return new RecipeJson(path, text.StartsWith("\uFEFF"u8) ? text[3..] : text).ReadRecipe();
        }
        catch (JsonException damaged)
        {
            throw RecipeFile.Damaged(path, (damaged.LineNumber ?? 0) + 1, damaged.Message.Split(" LineNumber:")[0], damaged);
        }
    }

    private RecipeFile ReadRecipe()
    {
        _reader.Read();
        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            throw RecipeFile.Damaged(_path, Line(), Strings.RecipeShape);
        }

        var members = new List<RecipeMember>();
        var tasks = new List<RecipeEntry>();
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = _reader.GetString()!;
            int line = Line();
            _reader.Read();
            if (!RecipeFile.Is(key, RecipeFile.TasksKey))
            {
                members.Add(new RecipeMember(key, line, ReadValue()));
                continue;
            }

            members.Add(new RecipeMember(key, line, null));
            if (_reader.TokenType != JsonTokenType.StartArray)
            {
                throw RecipeFile.Damaged(_path, line, Strings.RecipeShape);
            }

            while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
            {
                tasks.Add(ReadTask());
            }
        }

        _reader.Read();
        return new RecipeFile(_path, members, tasks);
    }

    private RecipeEntry ReadTask()
    {
        int begin = Line();
        if (_reader.TokenType == JsonTokenType.String)
        {
            return RecipeEntry.OfName(_reader.GetString()!, begin);
        }

        if (_reader.TokenType != JsonTokenType.StartObject)
        {
            throw RecipeFile.Damaged(_path, begin, Strings.RecipeTaskShape);
        }

        var members = new List<RecipeMember>();
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = _reader.GetString()!;
            int line = Line();
            _reader.Read();
            members.Add(new RecipeMember(key, line, ReadValue()));
        }

        return new RecipeEntry(begin, members);
    }

    private object? ReadValue() => JsonValue.Read(JsonElement.ParseValue(ref _reader));

    /// <summary>The line of the current token.</summary>
    private int Line()
    {
        int here = (int)_reader.TokenStartIndex;
        _line += _text[_counted..here].Count((byte)'\n');
        _counted = here;
        return _line;
    }
}
