#!/usr/bin/python3
"""Rulebooks against config/rulebooks/rulebook.schema.json, as an editor checks them while they are written.

Needs Debian's python3-jsonschema and python3-yaml (config/dependencies/debian.txt). The exit code is 0 when all holds.
"""

import datetime
import json
import pathlib
import unittest

import jsonschema
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "config/rulebooks/rulebook.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
EVERY_KEY = ROOT / "tests/rules/every_key.yaml"


def rulebooks():
    found = [EVERY_KEY]
    for directory in ("config/rulebooks", "tests/programmes"):
        found += sorted((ROOT / directory).rglob("*.yaml"))
    return found


def as_written(text):
    """Every scalar is the text that stands in the file, as the loader takes it."""
    return yaml.load(text, Loader=yaml.CBaseLoader)


def as_editors_see(text):
    """Numbers and truth values as such; dates as texts, which is what YAML 1.2 makes of them."""

    def plain(node):
        if isinstance(node, dict):
            return {str(key): plain(value) for key, value in node.items()}
        if isinstance(node, list):
            return [plain(each) for each in node]
        return node.isoformat() if isinstance(node, datetime.date) else node

    return plain(yaml.load(text, Loader=yaml.CSafeLoader))


def faults(rulebook):
    return [f"/{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in VALIDATOR.iter_errors(rulebook)]


def keys_of_schema(node):
    """The names under every "properties", except of those that are refused there."""
    if isinstance(node, list):
        return set().union(*map(keys_of_schema, node))
    if not isinstance(node, dict):
        return set()
    own = {name for name, schema in node.get("properties", {}).items() if schema is not False}
    return own.union(*(keys_of_schema(value) for value in node.values()))


def keys_of_rulebook(node):
    if isinstance(node, list):
        return set().union(*map(keys_of_rulebook, node))
    if not isinstance(node, dict):
        return set()
    return set(node).union(*map(keys_of_rulebook, node.values()))


def maps_of(node):
    if isinstance(node, dict):
        yield node
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from maps_of(inner)


# What to find once in every_key.yaml, and what to write there.
CORRUPTIONS = [
    ("status: draft", "status: draft\nstatsu: draft"),
    ("title: {zh: 全部键, en: every key}\n", ""),
    ("title: {zh: 全部键, en: every key}", "title: every key"),
    ("status: draft", "status: drafted"),
    ("{zh: 全部键, en: every key}", "{zh: 全部键}"),
    ("rulebook: every-key", "rulebook: Every Key"),
    ("from: 2025-01-01, to: 2025-12-31}\nutc", "from: 2025-1-1, to: 2025-12-31}\nutc"),
    ('utc_offset: "+08:00"', "utc_offset: CST"),
    ("minor_digits: 2", "minor_digits: 3"),
    ("rounding: half_even", "rounding: half"),
    ("{measures: volume,", "{measures: volume, is: 2 mu,"),
    ("is: 0.25 ha", "is: ha"),
    ("amount: 500000, source", "amount: -500000, source"),
    ("amount: 8000000.00", "amount: 8,000,000.00"),
    ("federal: 60%, province: 40%}\n  aggregate", "federal: 0.6, province: 40%}\n  aggregate"),
    ("when_exhausted: priority", "when_exhausted: hold"),
    ("    residual_to: province\n", ""),
    ("    priority: {by: told_on, ties: first_come, carry_over: 2}\n", ""),
    ("ties: first_come", "ties: last_come"),
    ("{share: 30%, for: small}", "{share: 30%}"),
    ("  layers:\n", "  shares: {federal: 60%, province: 40%}\n  layers:\n"),
    ("funders: {federal: {zh: 中央, en: federal}, province: {zh: 省, en: province}}", "source: assumed"),
    ("{when: protected == true, shares: {federal: 100%, province: 0%}}", "{when: protected == true}"),
    ("odd_cents: {to: province}", "odd_cents: province"),
    ("      maize: {zh: 玉米, en: maize}", "      Maize: {zh: 玉米, en: maize}"),
    ("at_least: 0.10", "at_lest: 0.10"),
    ("{type: boolean, default", "{default"),
    ("{per: household_year,", "{per: household,"),
    ("disallowed: {label:", "disallowed: {scope: claim, label:"),
    ("day: discovered,", "day: yesterday,"),
    ("day: discovered, first_day: told_on, last_day: told_on, discovered: seen_at", "day: discovered, first_day: told_on"),
    ("value: 2.40, source", "value: 2.40, dated: [{value: 2.40}], source"),
    ("hit: first", "hit: last"),
    ("hit: collect sum", "hit: collect all"),
    ("    order: [10%, 5%]\n", ""),
    ("in: [size]", "in: []"),
    ("{day: {type: month_day}}", "{day: {kind: month_day}}"),
    ("out: {rate: percent, cap: money}", "out: {}"),
    ("    rows: [{size: big, value: 1.00}, [big, 2.00]]\n", ""),
    ("[big, 2.00]", "[2.00]"),
    ("      columns: [big, little]\n", ""),
    ("{from: 2025-07-01, value: 320.00}", "{form: 2025-07-01, value: 320.00}"),
    ("{rate: 80%}]", "{up_to: 9000.00}]"),
    ("{code: stormy,", "{code: stormy, because: wind,"),
    ("{event: of_all,", "{event: of_all, fee: of_none,"),
    ("{fee: survey,", "{"),
    ("is: lost * floor, round: half_up to 0.01", "is: lost * floor, round: 0.01"),
    ("per: plot_year\n    amount", "per: plot\n    amount"),
    ("    used: plot_paid\n", "    used: plot_paid\n    is: loss\n"),
    ("allocate: proportional", "allocate: equally"),
    ("    priority: told_on\n", ""),
    ("result: indemnity", "result: [indemnity]"),
    ("when_negative: claw_back", "when_negative: maybe"),
    ("{amount: 12.50, reason: straw kept}", "{amount: 12.50}"),
    ("    available: 100000.00\n    expect:", "    expect:"),
    ("expect: {denied: [stormy]}", "expect: {}"),
    ("{told_on: 2025-03-02}, items", "{told_on: 2025-03-02}, event: {storm: true}, items"),
    ("    event: {storm: true}\n", "    event: {storm: true}\n    items: []\n"),
    ("    year:\n", "    claims: []\n    year:\n"),
    ("reserved: true", "reserved: perhaps"),
    ("expect: {approved: [6200.00, 50.00], unpaid", "expect: {unpaid"),
    ("why: never more than two rows", "because: never more than two rows"),
    ("{clause: burden of proof, ", "{"),
]


class Schema(unittest.TestCase):
    def test_the_schema_is_a_schema(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_every_rulebook_is_as_the_schema_says(self):
        self.assertGreater(len(rulebooks()), 2)
        for path in rulebooks():
            text = path.read_text(encoding="utf-8")
            for read in (as_written, as_editors_see):
                with self.subTest(rulebook=path.name, read=read.__name__):
                    self.assertEqual(faults(read(text)), [])

    def test_every_key_of_the_schema_is_a_key_of_rulebooks(self):
        used = set().union(*(keys_of_rulebook(as_written(path.read_text(encoding="utf-8"))) for path in rulebooks()))
        self.assertEqual(keys_of_schema(SCHEMA) - used, set())

    def test_no_map_takes_a_key_that_is_none(self):
        rulebook = as_written(EVERY_KEY.read_text(encoding="utf-8"))
        for inner in list(maps_of(rulebook)):
            inner["no such key"] = "1"
            self.assertFalse(VALIDATOR.is_valid(rulebook), inner)
            del inner["no such key"]
        self.assertTrue(VALIDATOR.is_valid(rulebook))

    def test_corrupted_rulebooks_are_refused(self):
        text = EVERY_KEY.read_text(encoding="utf-8")
        for find, bad in CORRUPTIONS:
            with self.subTest(find=find, bad=bad):
                self.assertEqual(text.count(find), 1)
                corrupted = text.replace(find, bad)
                for read in (as_written, as_editors_see):
                    self.assertNotEqual(faults(read(corrupted)), [])


if __name__ == "__main__":
    unittest.main()
