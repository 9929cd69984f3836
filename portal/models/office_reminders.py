"""Reminders of the office."""

from peewee import UUIDField

from portal.models.base import InstantField, Record


class OfficeReminder(Record):
    """When the office was last reminded of a milestone, a decision or a clearance."""

    subject = UUIDField(unique=True)
    sent_at = InstantField()
