"""What the content packs promise a tired reader, and what the screens need of them."""

from __future__ import annotations

import importlib.util
import re
from collections import Counter
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from .reading_age import grade, sentences, words

ROOT = Path(__file__).resolve().parents[2]
PACKS = ROOT / "activities" / "packs"
CHECKER = ROOT.parent / "shared" / "tools" / "check_content.py"

# Published words and addresses, and values that are not read as text.
NOT_OUR_WORDS = {"title", "name", "names", "label", "labels", "url", "source", "cite", "ref", "refs", "slug", "kind"}
NOT_OUR_WORDS |= {"publisher"}
NOT_TEXT = {"id", "number", "section", "grouping", "privacy", "colour", "mark", "subject", "bank", "from", "output"}
NOT_TEXT |= {
    "zone",
    "zones",
    "pick_from",
    "fields",
    "goals",
    "report",
    "rows",
    "mode",
    "agree",
    "choose",
    "rounds",
    "speaks",
}
STEP_KEY = re.compile(r"[a-z0-9-]+\.[a-z0-9-]+")
GROUPINGS = {"everyone", "tables", "pairs", "alone"}
PRIVACY = {"only_you", "table_no_names", "everyone_no_names", "everyone_names", "totals", "anonymous"}
COLOURS = {"sun", "leaf", "sky", "rose"}
REF = re.compile(r"(flic-[a-z0-9-]+|shef-\d+[ab]?|frm-[a-z0-9]+|sheet)\.[A-Za-z0-9]+(\.[a-z0-9]+)?")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
AVOID = re.compile(
    r"\b(simply|just|obviously|oops|service users?|vulnerable|victims?|addicts?|normal people|suffering from|"
    r"stakeholders?|trigger warning|users|attendees|buy-in|governance|remuneration|incentives?)\b|!",
    re.I,
)


def load(path: Path):
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


FILES = {str(path.relative_to(PACKS)): load(path) for path in sorted(PACKS.rglob("*.yaml"))}
TOOLKITS = {name: data for name, data in FILES.items() if name.endswith("toolkit.yaml")}
ACTIVITIES = {name: data for name, data in FILES.items() if name not in TOOLKITS and "/" in name}
PLANS = FILES["plans.yaml"]["plans"]
STEPS = {f"{activity['slug']}.{step['slug']}": step for activity in ACTIVITIES.values() for step in activity["steps"]}

each_file = pytest.mark.parametrize("data", FILES.values(), ids=FILES)
each_activity = pytest.mark.parametrize(("name", "activity"), ACTIVITIES.items(), ids=ACTIVITIES)
each_step = pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
each_plan = pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan["slug"])


def mappings(node):
    """Every mapping in a pack, outermost first."""
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            yield from mappings(child)


def texts(node, key=""):
    """Every text of ours that somebody reads."""
    if isinstance(node, dict):
        for child_key, child in node.items():
            yield from texts(child, child_key)
    elif isinstance(node, list):
        for child in node:
            yield from texts(child, key)
    elif (
        isinstance(node, str) and node.strip() and key not in NOT_OUR_WORDS | NOT_TEXT and not STEP_KEY.fullmatch(node)
    ):
        yield node


def refs(mapping) -> list[str]:
    single = [mapping["ref"]] if "ref" in mapping else []
    return single + list(mapping.get("refs", []))


# Plain words


@each_file
def test_no_sentence_is_longer_than_twenty_words(data):
    assert [sentence for sentence in sentences(texts(data)) if len(words(sentence)) > 20] == []


@each_file
def test_the_file_reads_at_eleven_or_younger(data):
    said = list(texts(data))
    if sum(len(words(text)) for text in said) < 100:  # too short to measure alone
        said += [text for other in FILES.values() for text in texts(other)]
    assert grade(said) <= 6


@each_file
def test_words_that_hurt_or_hurry_are_left_out(data):
    assert [text for text in texts(data) if AVOID.search(text)] == []


@each_step
def test_what_the_facilitator_says_can_be_said_in_one_breath(step):
    assert 0 < len(words(step["say"])) <= 60


SKIP = re.compile(r"\b(skip|step out|sit this one out|share nothing|do not have to|neither|listener)\b", re.I)


@each_step
def test_the_facilitator_says_that_skipping_is_fine(step):
    assert SKIP.search(step["say"])


# Room on the screens


@each_step
def test_stage_words_fit(step):
    assert len(step["title"]) <= 30
    assert len(step["now"]) <= 44
    assert [stage["title"] for stage in step["config"].get("stages", []) if len(stage["title"]) > 30] == []
    assert [stage["now"] for stage in step["config"].get("stages", []) if len(stage["now"]) > 44] == []


def test_packs_read_the_same_with_another_yaml_reader():
    """An unquoted "What now?, on" is fine for one reader and a fault for the next."""
    yaml = pytest.importorskip("yaml")
    for name, data in FILES.items():
        assert yaml.safe_load((PACKS / name).read_text(encoding="utf-8")) == data, name


HEADS = {"board": ("zones",), "grid": ("columns",), "ladder": ("notes",), "river": ("questions",)}


@each_step
def test_heads_fit(step):
    heads = [part["title"] for key in HEADS.get(step["kind"], ()) for part in step["config"].get(key, [])]
    heads += [question["lane"] for question in step["config"].get("questions", []) if "lane" in question]
    heads += [step["config"]["rows_title"]] if "rows_title" in step["config"] else []
    assert [head for head in heads if len(head) > 22] == []


@each_activity
def test_the_short_title_fits(name, activity):
    assert len(activity["short"]) <= 30


# Shape


@each_file
def test_refs_look_like_codes_and_have_words_beside_them(data):
    for mapping in mappings(data):
        for ref in refs(mapping):
            assert REF.fullmatch(ref), ref
        if refs(mapping):
            beside = [value for key, value in mapping.items() if key not in {"ref", "refs", "id"}]
            assert any(isinstance(value, str) and value.strip() for value in beside)


@each_file
def test_ids_are_unique_in_their_list(data):
    for mapping in mappings(data):
        for key, children in mapping.items():
            if isinstance(children, list):
                ids = Counter(child.get("id") for child in children if isinstance(child, dict) and "id" in child)
                assert [one for one, count in ids.items() if count > 1] == [], key


@each_step
def test_step_says_who_is_in_it_and_who_sees_it(step):
    assert step["grouping"] in GROUPINGS
    assert step["privacy"] in PRIVACY
    assert step["minutes"] > 0
    assert step["purpose"].strip()
    assert step["do"]


@each_step
def test_step_thinks_of_people_without_a_phone(step):
    assert any("phone" in hint for hint in step["do"])


@each_activity
def test_activity_belongs_to_a_section_of_its_toolkit(name, activity):
    toolkit = TOOLKITS[f"{name.split('/')[0]}/toolkit.yaml"]
    assert activity["section"] in {section["slug"] for section in toolkit["sections"]}


@each_activity
def test_activity_takes_as_long_as_its_steps(name, activity):
    assert activity["minutes"] == sum(step["minutes"] for step in activity["steps"])


@each_step
def test_carry_takes_from_another_step(step):
    for name, output in sources(step):
        source = STEPS[name]
        assert source is not step
        if source["kind"] == "board":
            assert output in {"notes", *(zone["id"] for zone in source["config"]["zones"])}
        if source["kind"] == "values_tree":
            assert output in {"picks", "agreed"}


def sources(step):
    """(step, output) of all that a step starts from or looks back on."""
    carry = step.get("carry", {})
    rows = [*([carry] if "from" in carry else []), *carry.get("look_back", [])]
    return [
        (name, row["output"])
        for row in rows
        for name in ([row["from"]] if isinstance(row["from"], str) else row["from"])
    ]


def test_slugs_are_unique_and_clean():
    slugs = [data["slug"] for data in (*TOOLKITS.values(), *ACTIVITIES.values())] + [plan["slug"] for plan in PLANS]
    for activity in ACTIVITIES.values():
        slugs += [f"{activity['slug']}/{step['slug']}" for step in activity["steps"]]
    assert [slug for slug, count in Counter(slugs).items() if count > 1] == []
    assert [slug for slug in slugs if not all(SLUG.fullmatch(part) for part in slug.split("/"))] == []


@each_step
def test_board_stages_use_the_zones_of_the_board(step):
    if step["kind"] != "board":
        return
    config = step["config"]
    zones = {zone["id"] for zone in config["zones"]}
    named = [zone for stage in config.get("stages", []) for zone in stage["zones"]]
    named += [stage["pick_from"] for stage in config.get("stages", []) if "pick_from" in stage]
    named += [example["zone"] for example in config.get("examples", []) if "zone" in example]
    assert set(named) <= zones | ({"carried"} if "from" in step.get("carry", {}) else set())
    assert {zone["colour"] for zone in config["zones"]} <= COLOURS
    assert [len(stage["zones"]) for stage in config.get("stages", []) if len(stage["zones"]) > 4] == []


@each_plan
def test_plan_uses_known_steps_and_adds_up(plan):
    minutes = [step["break"] if isinstance(step, dict) else STEPS[step]["minutes"] for step in plan["steps"]]
    assert sum(minutes) == plan["minutes"]


@each_plan
def test_plan_puts_a_step_after_what_it_carries(plan):
    order = [step for step in plan["steps"] if isinstance(step, str)]
    for place, key in enumerate(order):
        for source, _output in sources(STEPS[key]):
            assert source not in order[place:]


# Against the source documents, where they lie beside the project


def source_checker():
    spec = importlib.util.spec_from_file_location("check_content", CHECKER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if CHECKER.exists():

    @pytest.mark.parametrize("name", FILES)
    def test_words_are_our_own_and_codes_are_known(name):
        checker = source_checker()
        runs, known = checker.source_runs(), checker.inventory_codes()
        problems = []
        for path, key, text in checker.texts(FILES[name]):
            said = checker.tokens(text)
            shared = [said[i : i + checker.WORDS] for i in range(len(said) - checker.WORDS + 1)]
            if key not in checker.FREE_KEYS and any(tuple(run) in runs for run in shared):
                problems.append(f"{path}: copied: {text}")
            if checker.STUB.search(text):
                problems.append(f"{path}: unfinished: {text}")
        problems += [ref for mapping in mappings(FILES[name]) for ref in refs(mapping) if ref not in known]
        assert problems == []
