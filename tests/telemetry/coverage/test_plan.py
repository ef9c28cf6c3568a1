import pytest

from sunbird_telemetry.coverage import Plan, PlanError, Promise
from sunbird_telemetry.specification import TELEMETRY


def promises(**events):
    return Plan.from_dict({"events": events}).promises


def mistake(table):
    with pytest.raises(PlanError) as caught:
        Plan.from_dict(table, source="plan.toml")
    return str(caught.value)


def test_an_event_type_alone_is_a_promise():
    """
    An empty table promises that the event type is sent.
    """
    assert {"START": Promise()} == promises(START={})


def test_fields_and_values_are_promised_by_path():
    """
    Fields are listed as dotted paths, values as JSON by path.
    """
    table = {"fields": ["edata.pageid"], "values": {"edata.type": ["list", "detail"]}}

    (promise,) = promises(IMPRESSION=table).values()

    assert ("edata.pageid",) == promise.fields
    assert {"edata.type": ('"list"', '"detail"')} == promise.values


def test_a_path_needs_no_quotes():
    """
    ``edata.type = [...]`` without quotes is a table in a table to TOML, and means the same.
    """
    quoted = promises(LOG={"values": {"edata.type": ["job"]}})

    assert quoted == promises(LOG={"values": {"edata": {"type": ["job"]}}})


def test_what_has_values_is_no_field_of_its_own():
    """
    A field that is promised with its values is not counted once more.
    """
    table = {"fields": ["edata.type"], "values": {"edata.type": ["job"]}}

    assert () == promises(LOG=table)["LOG"].fields


def test_every_event_promises_for_each_type():
    """
    What every event has is promised of each event type.
    """
    table = {"every_event": {"fields": ["context.sid"]}, "events": {"START": {}, "END": {}}}

    plan = Plan.from_dict(table)

    assert [("context.sid",)] * 2 == [promise.fields for promise in plan.promises.values()]


def test_what_is_optional_is_not_counted():
    """
    Of an optional event type nothing is counted.
    """
    (promise,) = promises(LOG={"optional": True, "fields": ["edata.pageid"]}).values()

    assert [] == list(promise.items())


@pytest.mark.parametrize(
    "path",
    [
        "tags",
        "object",
        "object.rollup.l1",
        "context.cdata.type",
        "context.pdata.platform",
        "context.rollup.l1",
        "edata.visits.objid",
    ],
)
def test_a_field_may_be_anywhere(path):
    """
    Fields of the envelope, objects as a whole, items of lists, and what no schema speaks of.
    """
    assert (path,) == promises(IMPRESSION={"fields": [path]})["IMPRESSION"].fields


MISTAKES = {
    "unknown event type": (
        {"events": {"IMPRESION": {}}},
        "events.IMPRESION: is not an event type. Did you mean 'IMPRESSION'?",
    ),
    "event type in lower case": (
        {"events": {"start": {}}},
        "events.start: is not an event type. Did you mean 'START'?",
    ),
    "unknown key": ({"event": {}}, "event: is not a key of a plan. Did you mean 'events'?"),
    "unknown key of an event type": (
        {"events": {"END": {"field": []}}},
        "events.END.field: is not a key of a plan. Did you mean 'fields'?",
    ),
    "unknown key of every event": (
        {"every_event": {"values": {}}},
        "every_event.values: is not a key of a plan. Known names: fields, optional_fields.",
    ),
    "misspelled field": (
        {"events": {"END": {"fields": ["tags", "context.chanel"]}}},
        (
            "events.END.fields[1]: 'context.chanel' is not a field here. "
            "Did you mean 'context.channel'?"
        ),
    ),
    "field without the way to it": (
        {"events": {"END": {"optional_fields": ["pageid"]}}},
        "events.END.optional_fields[0]: 'pageid' is not a field here. Did you mean 'edata.pageid'?",
    ),
    "field like no other": (
        {"events": {"END": {"fields": ["object.zzzzzzzzzzz"]}}},
        (
            "events.END.fields[0]: 'object.zzzzzzzzzzz' is not a field here. "
            "Known fields: object.id, object.type, object.ver, object.rollup."
        ),
    ),
    "edata of every event": (
        {"every_event": {"fields": ["edata.type"]}, "events": {"END": {}}},
        (
            "every_event.fields[0]: 'edata.type' is not a field here. "
            "The fields of edata depend on the event type: list them under [events.TYPE]."
        ),
    ),
    "half a path": (
        {"events": {"END": {"fields": ["context.rollup."]}}},
        (
            "events.END.fields[0]: 'context.rollup.' is not a field here. "
            "Did you mean 'context.rollup'?"
        ),
    ),
    "values of an unknown field": (
        {"events": {"LOG": {"values": {"edata.levl": ["INFO"]}}}},
        (
            "events.LOG.values.'edata.levl': 'edata.levl' is not a field here. "
            "Did you mean 'edata.level'?"
        ),
    ),
    "one value": (
        {"events": {"LOG": {"values": {"edata.level": "INFO"}}}},
        'events.LOG.values.\'edata.level\': must be a list of values, as in ["list", "detail"].',
    ),
    "no values": (
        {"events": {"LOG": {"values": {"edata.level": []}}}},
        'events.LOG.values.\'edata.level\': must be a list of values, as in ["list", "detail"].',
    ),
    "a value that is a list": (
        {"events": {"LOG": {"values": {"edata.level": [["INFO"]]}}}},
        'events.LOG.values.\'edata.level\': must be a list of values, as in ["list", "detail"].',
    ),
    "values of an object": (
        {"events": {"LOG": {"values": {"context.pdata": ["app"]}}}},
        "events.LOG.values.'context.pdata': is an object. List values of the fields inside it.",
    ),
    "no list of fields": (
        {"events": {"LOG": {"fields": "edata.level"}}},
        'events.LOG.fields: must be a list of fields, as in ["context.sid"].',
    ),
    "optional as text": (
        {"events": {"LOG": {"optional": "yes"}}},
        "events.LOG.optional: must be true or false.",
    ),
    "an event type that is no table": (
        {"events": {"LOG": True}},
        "events.LOG: must be a table, as in [events.LOG].",
    ),
    "nothing": ({}, "events: is missing or empty. Add a table, as in [events.START]."),
}


@pytest.mark.parametrize(("table", "text"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_place_and_the_way_out(table, text):
    """
    What is wrong is told with file, key and what was most likely meant.
    """
    assert f"plan.toml: {text}" == mistake(table)


def test_a_deployment_may_have_event_types_of_its_own():
    """
    A plan is read by the specification that the deployment judges by.
    """
    schema = {"properties": {"edata": {"properties": {"state": {"type": "string"}}}}}
    table = {"events": {"CB_AUDIT": {"fields": ["edata.state"]}}}

    plan = Plan.from_dict(table, specification=TELEMETRY.with_types({"CB_AUDIT": schema}))

    assert ("edata.state",) == plan.promises["CB_AUDIT"].fields


class TestFile:
    def test_a_plan_is_a_file(self, tmp_path):
        """
        A plan is read from TOML.
        """
        path = tmp_path / "plan.toml"
        path.write_text('[events.START]\nfields = ["tags"]\n', "utf-8")

        assert {"START": Promise(fields=("tags",), complete=True)} == Plan.read(path).promises

    def test_a_file_may_begin_with_a_byte_order_mark(self, tmp_path):
        """
        Some editors write one, and Windows ends lines in its own way.
        """
        path = tmp_path / "plan.toml"
        path.write_bytes(b"\xef\xbb\xbf[events.START]\r\n")

        assert ["START"] == list(Plan.read(path).promises)

    def test_a_file_that_is_not_there_is_told(self, tmp_path):
        """
        Without a file the mistake names it.
        """
        path = tmp_path / "plan.toml"

        with pytest.raises(PlanError) as caught:
            Plan.read(path)

        assert f"{path} cannot be read: No such file or directory." == str(caught.value)

    @pytest.mark.parametrize("text", [b"[events", b"\xff", b"x = " + b"[" * 5000])
    def test_a_file_that_is_not_toml_is_told(self, tmp_path, text):
        """
        What is not TOML is told as such, however it is not.
        """
        path = tmp_path / "plan.toml"
        path.write_bytes(text)

        with pytest.raises(PlanError) as caught:
            Plan.read(path)

        assert str(caught.value).startswith(f"{path} is not TOML: ")
