"""Reminders of the office."""

from peewee import UUIDField

from portal.models.base import InstantField, Record


class OfficeReminder(Record):
    """When somebody was last reminded of a milestone, decision, clearance or signature."""

    subject = UUIDField(unique=True)
    sent_at = InstantField()
