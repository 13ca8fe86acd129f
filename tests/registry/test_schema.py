"""The schema follows the dictionary, and its migrations follow the schema."""

import pytest
from django.core.management import call_command

from osteon.dictionary import ENTITIES
from osteon.registry.models import RECORD_MODELS


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "registry", check=True, dry_run=True, verbosity=0)


def test_every_field_of_the_dictionary_has_its_column():
    for name, entity in ENTITIES.items():
        columns = {field.column for field in RECORD_MODELS[name]._meta.get_fields()}
        assert {field.name for field in entity.fields} <= columns, name


def test_a_reference_is_a_foreign_key():
    target = RECORD_MODELS["radiotherapy_target"]._meta.get_field("radiotherapy_course")
    assert target.related_model is RECORD_MODELS["radiotherapy_course"]
