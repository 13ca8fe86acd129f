"""Accounts, roles and centres for those who manage them, and the audit trail."""
