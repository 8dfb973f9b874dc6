import random
import string

from alongside.library.search.vocabulary import PARTING, Vocabulary
from alongside.library.search.words import words_of


def test_every_word_has_one_number_and_comes_back_by_it():
    source = random.Random(3)
    signs = string.ascii_letters + string.digits + "_-'éß"
    pool = ["".join(source.choices(signs, k=source.randrange(1, 40))) for _ in range(20_000)]
    vocabulary = Vocabulary()
    for _ in range(20):
        texts = [word for text in source.choices(pool, k=3_000) for word in words_of(text)]
        numbers = vocabulary.numbers_of(" ".join(texts))
        words = vocabulary.words
        assert [words[number] for number in numbers] == texts
    assert len(set(vocabulary.words)) == len(vocabulary)


def test_words_alike_in_their_first_bytes_are_told_apart():
    vocabulary = Vocabulary()
    words = ["restrict", "restrictive", "restrictiveness", "restrictivenesses", "restrictivenessest", "r", "re"]
    numbers = vocabulary.numbers_of(" ".join(words + words))
    assert numbers[:7].tolist() == numbers[7:].tolist()
    assert len(set(numbers.tolist())) == 7


def test_words_part_where_the_search_parts_them():
    text = "EV-014's  kitchen/door\tat_night: 20% (\x1f\x00)end"
    vocabulary = Vocabulary()
    numbers = vocabulary.numbers_of(text)
    assert [vocabulary.words[number] for number in numbers] == words_of(text)


def test_the_parting_sign_is_number_nought_and_an_empty_text_has_no_words():
    vocabulary = Vocabulary()
    assert vocabulary.numbers_of("").tolist() == []
    numbers = vocabulary.numbers_of(f"a {PARTING} {PARTING} b {PARTING}").tolist()
    assert [vocabulary.words[number] for number in numbers] == ["a", PARTING, PARTING, "b", PARTING]
    assert vocabulary.words[0] == PARTING


def test_more_words_than_the_table_was_made_for():
    vocabulary = Vocabulary()
    text = " ".join(f"word{number}" for number in range(30_000))
    first = vocabulary.numbers_of(text).tolist()
    assert sorted(first) == list(range(1, 30_001))
    assert vocabulary.numbers_of(text).tolist() == first
