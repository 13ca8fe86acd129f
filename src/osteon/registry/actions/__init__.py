"""Every write to the registry: who may, what is checked, and the entry that is left.

Each action takes its arguments by name, ``by`` the actor and ``at`` the moment, and runs in one
transaction with its entries in the audit trail: both are there afterwards, or neither.
"""

from osteon.registry.actions.accounts import (
    choose_language,
    create_account,
    create_centre,
    grant_role,
    renew_link,
    revoke_role,
    set_active,
    set_double_entry,
    use_link,
)
from osteon.registry.actions.batches import Imported, check_batch, import_batch
from osteon.registry.actions.completeness import count_completeness
from osteon.registry.actions.drafts import KeptForm, drop_form, keep_form, kept_forms
from osteon.registry.actions.events import note_event
from osteon.registry.actions.identities import (
    PatientIdentity,
    find_patient,
    read_identity,
    write_identity,
)
from osteon.registry.actions.queries import Question, answer_query, close_query, raise_query
from osteon.registry.actions.records import (
    change_record,
    enter_record,
    enter_records,
    move_record,
    remove_record,
)
from osteon.registry.actions.reviews import (
    FoundFlaw,
    FoundGap,
    PatientReview,
    forget_reviews,
    keep_reviews,
    mark_changed,
)
from osteon.registry.actions.second_entry import enter_again, settle_entries
from osteon.registry.actions.thresholds import sign_off_thresholds
from osteon.registry.actions.written import Saved

__all__ = [
    "FoundFlaw",
    "FoundGap",
    "Imported",
    "KeptForm",
    "PatientIdentity",
    "PatientReview",
    "Question",
    "Saved",
    "answer_query",
    "change_record",
    "check_batch",
    "choose_language",
    "close_query",
    "count_completeness",
    "create_account",
    "create_centre",
    "drop_form",
    "enter_again",
    "enter_record",
    "enter_records",
    "find_patient",
    "forget_reviews",
    "grant_role",
    "import_batch",
    "keep_form",
    "keep_reviews",
    "kept_forms",
    "mark_changed",
    "move_record",
    "note_event",
    "raise_query",
    "read_identity",
    "remove_record",
    "renew_link",
    "revoke_role",
    "set_active",
    "set_double_entry",
    "settle_entries",
    "sign_off_thresholds",
    "use_link",
    "write_identity",
]
