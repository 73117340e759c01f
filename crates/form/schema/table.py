"""Writes src/schema_table.txt, src/schema_table_more.txt, src/schema_table_few.txt and
src/schema_choices.txt from a JSON dump of survey-core's property
registry.

    python3 schema/table.py surveyjs-schema.json > src/schema_table.txt
    python3 schema/table.py surveyjs-schema.json more > src/schema_table_more.txt
    python3 schema/table.py surveyjs-schema.json few > src/schema_table_few.txt
    python3 schema/table.py surveyjs-schema.json choices > src/schema_choices.txt

The dump maps a class name to {"parent": name or null, "props": [{name, type, default?, choices?,
alias?, oldName?, loc?, required?, itemClass?, itemBaseClass?}]}. One line per class (`name parent`)
is followed by one indented line per property:

    name type[:item class] [=default as JSON] [~old name] [!] [*]

`!` marks a required property, `*` a localizable one. Blanks do not occur inside a part. The values
that a property can have are only for problems, so they stand apart, one line per property:

    class property|choice|choice
"""

import json
import sys

SHORT = {
    "switch": "boolean",
    "text": "string",
    "html": "string",
    "color": "string",
    "file": "string",
    "datetime": "string",
    "questionvalue": "question",
    "question_carryforward": "question",
    "rowvalue": "value",
    "panelvalue": "value",
    "triggervalue": "value",
}

schema = json.load(open(sys.argv[1]))
choices_only = sys.argv[2:] == ["choices"]
more = sys.argv[2:] == ["more"]
few = sys.argv[2:] == ["few"]
# What every build has (without the feature `every-property` of the crate): what the three forms of the
# support window need. `is_among_few` in src/schema.rs has the same names.
FEW = {
    "survey": """
        title description logoPosition completedHtml pages elements completeText width widthMode
    """.split(),
    "panelbase": "name elements visibleIf title description".split(),
    "panel": [],
    "page": [],
    "question": "name visibleIf title description isRequired validators".split(),
    "textbase": [],
    "text": "inputType placeholder".split(),
    "comment": "rows placeholder".split(),
    "nonvalue": [],
    "html": ["html"],
    "boolean": "labelTrue labelFalse".split(),
    "surveyvalidator": ["text"],
    "emailvalidator": [],
}
# The classes of forms without every type (the feature `every-type` of the crate).
SIMPLE = set(
    """
    survey panelbase panel page question itemvalue choiceitem selectbase checkboxbase checkbox
    radiogroup dropdown textbase text comment nonvalue html boolean surveyvalidator
    numericvalidator textvalidator answercountvalidator regexvalidator emailvalidator
    expressionvalidator trigger surveytrigger visibletrigger completetrigger setvaluetrigger
    copyvaluetrigger skiptrigger runexpressiontrigger checkboxitem calculatedvalue expressionitem
    htmlconditionitem urlconditionitem choicesByUrl
    """.split()
)
print("# Written by schema/table.py from survey-core 3.1.1's property registry. Do not edit.")
done = set()


def write(name):
    if name in done or name not in schema:
        return
    done.add(name)
    entry = schema[name]
    parent = entry["parent"]
    if parent:
        write(parent)
    if choices_only:
        for p in entry["props"]:
            if p.get("choices"):
                listed = "".join("|" + str(c) for c in p["choices"] if " " not in str(c))
                print(name, p["name"] + listed)
        return
    if name not in FEW if few else (name in SIMPLE) == more:
        return
    print(name, parent if parent in schema else "-")
    for p in entry["props"]:
        if few and p["name"] not in FEW[name]:
            continue
        kind = SHORT.get(p["type"], p["type"])
        item = p.get("itemClass") or p.get("itemBaseClass")
        parts = [p["name"], kind + (":" + item if item else "")]
        if p.get("default") is not None:
            text = json.dumps(p["default"], separators=(",", ":"), ensure_ascii=False)
            parts.append("=" + text.replace(" ", "\\u0020"))
        for old in (p.get("alias"), p.get("oldName")):
            if old:
                parts.append("~" + old)
        if p.get("required"):
            parts.append("!")
        if p.get("loc"):
            parts.append("*")
        print(" ", *parts, sep=" ")


for name in schema:
    write(name)
