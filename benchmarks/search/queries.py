"""Turn the book into questions with the tasks that answer them, by plain rules that know no index.

Each kind is a way in which people type. The same book gives the same questions.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from random import Random
from unicodedata import normalize

from planbook.model import Book, Task

EACH = 24  # questions of a kind
SEED = 2025


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody types, and the ids of the tasks that they look for."""

    kind: str
    query: str
    answers: frozenset[str]


def list_questions(book: Book) -> list[Question]:
    """Make the questions of every kind; one that no task answers is no question."""
    questions: list[Question] = []
    for kind, make in KINDS.items():
        found: dict[str, Question] = {}
        for query, answers in make(Random(SEED), book):
            if answers and len(found) < EACH:
                found.setdefault(query, Question(kind, query, frozenset(answers)))
        questions += found.values()
    return questions


Pairs = Iterator[tuple[str, set[str]]]


@lru_cache(maxsize=1 << 16)
def plain(text: str) -> str:
    """Take the marks off, by way of decomposition; nothing else changes but the case."""
    text = normalize("NFD", text.lower().replace("đ", "d"))
    return normalize("NFC", re.sub("[\u0300-\u036f]", "", text))


@lru_cache(maxsize=1 << 16)
def spaced(text: str) -> str:
    """Keep letters and figures, one space between words, one at each end."""
    return " " + " ".join(re.findall(r"\w+", text)) + " "


def holders(book: Book, phrase: str, form: Callable[[str], str] = str.lower) -> set[str]:
    """List the tasks whose text holds a phrase."""
    sought = spaced(form(phrase))
    return {task.id for task in book.tasks if sought in spaced(form(task.task))}


def holders_of_all(tasks: list[Task], words: list[str], form: Callable[[str], str]) -> set[str]:
    """List the tasks whose text holds all of some words."""
    sought = {form(word) for word in words}
    return {task.id for task in tasks if sought <= set(spaced(form(task.task)).split())}


def phrases(random: Random, book: Book, least: int = 3, most: int = 6) -> Iterator[str]:
    """Cut phrases of some words out of the tasks, at random, within one clause."""
    while True:
        clause = random.choice(re.split(r"[,;.():]", random.choice(book.tasks).task)).split()
        size = random.randint(least, most)
        if len(clause) >= size:
            start = random.randint(0, len(clause) - size)
            yield " ".join(clause[start : start + size])


def as_written(random: Random, book: Book) -> Pairs:
    """Phrases of the tasks with their marks."""
    return ((phrase, holders(book, phrase)) for phrase in islice(phrases(random, book), 200))


def without_marks(random: Random, book: Book) -> Pairs:
    """The same without marks."""
    for phrase in islice(phrases(random, book), 200):
        yield plain(phrase), holders(book, phrase, plain)


def decomposed(random: Random, book: Book) -> Pairs:
    """The same in NFD, as some keyboards and file names give it."""
    return ((normalize("NFD", query), answers) for query, answers in as_written(random, book))


def capitals(random: Random, book: Book) -> Pairs:
    """The same in capitals."""
    return ((query.upper(), answers) for query, answers in as_written(random, book))


def out_of_order(random: Random, book: Book) -> Pairs:
    """Words of one task in another order."""
    for phrase in islice(phrases(random, book, 4, 6), 200):
        words = phrase.split()
        random.shuffle(words)
        yield " ".join(words), holders_of_all(list(book.tasks), words, str.lower)


def abbreviated(random: Random, book: Book) -> Pairs:
    """Phrases in which a long form is replaced by its short one, or the other way."""
    pairs = [(each.short, each.long) for each in book.abbreviations if len(each.short) > 2]
    for phrase in islice(phrases(random, book, 4, 8), 4000):
        for short, long in pairs:
            if re.search(rf"(?<![\w&/-]){re.escape(short)}(?![\w&/-])", phrase):
                query = phrase.replace(short, long)
                yield query, holders(book, phrase) | holders(book, query)
                break
            if long.lower() in phrase.lower() and len(phrase) > len(long):
                query = re.sub(re.escape(long), short, phrase, flags=re.I)
                yield query, holders(book, phrase) | holders(book, query)
                break


def numbers(random: Random, book: Book) -> Pairs:
    """Numbers of documents, in several spellings."""
    pattern = re.compile(r"\d+(?:/\d{4})?[/-][A-ZĐ][\w&/Đ-]+")
    found = sorted({number for task in book.tasks for number in pattern.findall(task.task)})
    random.shuffle(found)
    for number in found:
        answers = {task.id for task in book.tasks if number in task.task}
        figures = re.split(r"\D", number)[0]
        yield number, answers
        yield plain(re.sub(r"\W", " ", number)), answers
        yield plain(number), answers
        if len(figures) > 2:
            whole = re.compile(rf"(?<!\d){figures}(?!\d)")
            yield figures, {task.id for task in book.tasks if whole.search(task.task)}


def tone_places(random: Random, book: Book) -> Pairs:
    """Phrases whose tone stands on the other letter: hoà for hòa."""
    pairs = ["óa/oá", "òa/oà", "ỏa/oả", "õa/oã", "ọa/oạ", "ủy/uỷ", "úy/uý", "ụy/uỵ"]
    there = dict(pair.split("/") for pair in pairs)
    there |= {other: one for one, other in there.items()}
    for phrase in islice(phrases(random, book), 6000):
        for one, other in there.items():
            if re.search(rf"(?<![qQ]){one}\b", phrase):
                query = re.sub(rf"(?<![qQ]){one}\b", other, phrase)
                yield query, holders(book, phrase) | holders(book, query)
                break


def one_wrong_letter(random: Random, book: Book) -> Pairs:
    """Phrases without marks with one letter wrong, missing, doubled or swapped."""
    for phrase in islice(phrases(random, book, 2, 5), 400):
        words = plain(phrase).split()
        at = random.randrange(len(words))
        word = words[at]
        if len(word) < 4 or not word.isalpha():
            continue
        place = random.randrange(1, len(word) - 1)
        words[at] = random.choice(
            (
                word[:place] + random.choice("bcdghklmnpqrstvx") + word[place + 1 :],
                word[:place] + word[place + 1 :],
                word[:place] + word[place] + word[place:],
                word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            )
        )
        yield " ".join(words), holders(book, phrase, plain)


def half_typed(random: Random, book: Book) -> Pairs:
    """Phrases whose last word is only begun."""
    for phrase in islice(phrases(random, book), 400):
        *words, last = phrase.split()
        if len(last) > 3 and last.isalpha():
            begun = spaced(" ".join([*words, last[:-2]]).lower())[:-1]
            answers = {task.id for task in book.tasks if begun in spaced(task.task.lower())}
            yield " ".join([*words, last[:-2]]), answers


def person_and_words(random: Random, book: Book) -> Pairs:
    """A leader and two words of a task."""
    for _ in range(200):
        task = random.choice(book.tasks)
        clauses = [clause.split() for clause in re.split(r"[,;.():]", task.task)]
        clause = random.choice([each for each in clauses if len(each) > 1] or [[]])
        named = [book.person[id] for id in task.leaders]
        people = [each for each in named if each.name != each.office]  # not an office alone
        if people and clause:
            start = random.randrange(len(clause) - 1)
            words = " ".join(clause[start : start + 2])
            name = plain(" ".join(people[0].name.split()[-2:]))
            theirs = {each.id for each in book.tasks if people[0].id in each.leaders}
            yield f"{name} {words}", theirs & holders(book, words, plain)


def units(random: Random, book: Book) -> Pairs:
    """The names of a unit, in full and short, with and without marks."""
    for unit in book.units:
        same = {each.id for each in book.units if each.name == unit.name}  # of another body or year
        theirs = {task.id for task in book.tasks if same & {*task.lead, *task.support}}
        short = unit.short.removeprefix("Phòng ").removeprefix("Trung tâm ")
        for name in (unit.name, unit.short, plain(unit.name), plain(short)):
            yield name, theirs
        yield re.sub(r"\W", "", plain(short)), theirs


def month_and_words(random: Random, book: Book) -> Pairs:
    """A month and two words of a task."""
    for phrase in islice(phrases(random, book, 2, 2), 400):
        found = holders(book, phrase)
        if tasks := [task for task in book.tasks if task.id in found and len(task.months) == 1]:
            month = random.choice(tasks).months[0]
            same = {task.id for task in tasks if month in task.months}
            yield f"tháng {int(month[5:])} {phrase}", same


KINDS: dict[str, Callable[[Random, Book], Pairs]] = {
    "đúng dấu": as_written,
    "không dấu": without_marks,
    "NFD": decomposed,
    "chữ hoa": capitals,
    "đảo thứ tự": out_of_order,
    "viết tắt, viết đầy đủ": abbreviated,
    "số văn bản": numbers,
    "vị trí dấu thanh": tone_places,
    "sai một chữ cái": one_wrong_letter,
    "đang gõ dở": half_typed,
    "lãnh đạo và từ": person_and_words,
    "tên đơn vị": units,
    "tháng và từ": month_and_words,
}
