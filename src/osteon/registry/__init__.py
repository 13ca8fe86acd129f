"""The department's registry: who records what, checked, permitted, and kept with its history.

The doors of this room are modules, since Django must be set up before models are imported:

- ``actions``: every write, with permission, check, row and audit entry in one transaction;
- ``reading``: what a person may see, as plain rows;
- ``operations``: freeze, backup, restore, verify, first start;
- ``policies``, ``states``, ``folder``: roles, the life of a record, where a registry lies; they
  know no database.
"""
