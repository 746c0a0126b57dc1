"""The commands that join complaints and part them (7.3)."""

from domain import linking, merging, splitting, unmerging
from domain.commands.kind import PRIVACY, CommandKind, kind

KINDS: tuple[CommandKind, ...] = (
    kind(linking.link_complaint, "7.3", "Link the complaint to another one, in both histories"),
    kind(linking.unlink_complaint, "7.3", "Take a link to another complaint away"),
    kind(merging.merge_complaint, "7.3", "Merge the complaint into another one about the same"),
    kind(
        unmerging.unmerge_complaint,
        "7.3",
        "Take the complaint out of the one it was merged into",
        roles=PRIVACY,
    ),
    kind(splitting.split_complaint, "7.3", "Make some open issues a complaint of their own"),
)
