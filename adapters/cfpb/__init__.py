"""The complaint database of the US Consumer Financial Protection Bureau, as it is published."""

from adapters.cfpb.changes import changed_columns
from adapters.cfpb.layout import UnknownLayout
from adapters.cfpb.lines import Progress, Unreadable
from adapters.cfpb.source import CfpbFile
from adapters.cfpb.taxonomy import Taxonomy

__all__ = ["CfpbFile", "Progress", "Taxonomy", "UnknownLayout", "Unreadable", "changed_columns"]
