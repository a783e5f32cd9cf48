"""The schemas beside the data are the model's, and the data is what they allow."""

import json

import jsonschema
import pytest
import yaml

from planbook.open_data.schema import SCHEMAS, data_schema
from tests.conftest import ROOT


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_beside_the_data_is_the_models(name):
    """Editors' programs read what `make schema` wrote from the model."""
    kept = (ROOT / f"data/schema/{name}.schema.json").read_text(encoding="utf-8")
    assert json.loads(kept) == data_schema(SCHEMAS[name])


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_data_agree_with_their_schema(name):
    """Each YAML file is what its schema allows; the loader and the schema agree."""
    data = yaml.safe_load((ROOT / f"data/{name}.yaml").read_text(encoding="utf-8"))
    plain = json.loads(json.dumps(data, default=str))
    jsonschema.validate(plain, data_schema(SCHEMAS[name]), cls=jsonschema.Draft202012Validator)
