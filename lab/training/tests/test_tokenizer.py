import pytest

from inkling_edit.vocabulary import SPECIAL_TOKENS

CONTEXTS = ["{}", " {}", "({})", "x.{}", "\n    {}", "[{}]", " '{}'", "('{}')", "_{}", "${}", "\t{}", "-{}"]


@pytest.mark.parametrize("name", ["width", "total_count", "isValid", "XMLParser", "tokenizer", "z"])
def test_a_name_has_the_same_tokens_wherever_it_stands(tokenizer, name):
    alone = tokenizer.encode(name).tokens
    for context in CONTEXTS:
        before, after = context.split("{}")
        tokens = tokenizer.encode(context.format(name)).tokens
        tail = len(tokenizer.encode(after).tokens) if after else 0
        assert tokens[len(tokens) - len(alone) - tail : len(tokens) - tail] == alone, (before, after)


def test_a_camel_case_name_is_made_of_its_parts(tokenizer):
    assert tokenizer.encode("maxLength").tokens == tokenizer.encode("max").tokens + tokenizer.encode("Length").tokens


@pytest.mark.parametrize("number", range(100))
def test_a_line_number_is_one_token(tokenizer, number):
    assert tokenizer.encode(f"\n{number} ").tokens.count(str(number)) == 1


def test_special_tokens_come_first_and_are_never_split(tokenizer):
    for index, token in enumerate(SPECIAL_TOKENS):
        assert tokenizer.encode(f"a{token}b").ids.count(index) == 1


@pytest.mark.parametrize("text", ["a\r\n\tb", "naïve — 日本語 🎉", "    x  =  1\n\n\n", "don't 's"])
def test_text_survives(tokenizer, text):
    assert tokenizer.decode(tokenizer.encode(text).ids) == text
