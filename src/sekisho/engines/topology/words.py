"""The vocabulary between inventory and chain. Numbers are stored: never change one, only add."""

from __future__ import annotations

from enum import IntEnum, IntFlag, StrEnum
from types import MappingProxyType

from sekisho.engines.chain.snapshot import NodeKind

OURS = "ours"  # the name of the node that stands for anything of ours
SPAN_DAYS = 30.0  # chances belong to so many days

# What each kind of thing of the inventory is in the chain; other kinds are no node.
NODE_KINDS = MappingProxyType(
    {
        "site": NodeKind.SITE,
        "service": NodeKind.SERVICE,
        "product": NodeKind.PRODUCT,
        "device": NodeKind.DEVICE,
        "information": NodeKind.DATA,
        "build": NodeKind.SOFTWARE,
        "account": NodeKind.IDENTITY,
    }
)


class Way(IntEnum):
    """How an intruder gets over a link; NONE is no way."""

    NONE = 0
    INSIDE = 1  # from a device to the place where it stands, from a place to what runs there
    OWN_SITES = 2  # between site and company
    CONNECTION = 3  # over a stated connection
    THROUGH_DEVICE = 4  # from the device of a connection to its far end
    TRUST = 5  # over everyday trust, where no connection is stated
    SERVICE = 6  # from a service to its users
    UPDATE = 7  # by an update of software
    DATA = 8  # information is taken from its holder
    GOAL = 9  # into the node that stands for anything of ours


# Which parameter is the chance of a way; its technique stands there, too.
WAY_PARAMETERS = MappingProxyType(
    {
        Way.INSIDE: "inside_chance",
        Way.OWN_SITES: "sites_chance",
        Way.CONNECTION: "connection_chance",
        Way.THROUGH_DEVICE: "connection_chance",
        Way.TRUST: "trust_chance",
        Way.SERVICE: "service_chance",
        Way.UPDATE: "update_chance",
        Way.DATA: "data_chance",
    }
)
ENTRY_PARAMETER = "c0"


class Lever(IntFlag):
    """What would make a way or an entry harder and is not known to be in place."""

    PATCH = 1
    MFA = 2
    IPS = 4
    LIMIT = 8
    ENCRYPT = 16
    HIDE = 32  # not reached from the internet
    REVIEW = 64  # no change without a second person


# By which factor each lever multiplies a chance.
LEVER_PARAMETERS = MappingProxyType(
    {
        Lever.PATCH: "patch_factor",
        Lever.MFA: "mfa_factor",
        Lever.IPS: "ips_factor",
        Lever.LIMIT: "limited_factor",
        Lever.ENCRYPT: "encrypted_factor",
        Lever.HIDE: "inside_factor",
    }
)


class NodeMark(IntFlag):
    """What else is known of a node."""

    ASSUMED = 1
    OURS = 2
    ASSET = 4
    HOME = 8


class Default(StrEnum):
    """What was taken for granted because nothing was told; each is counted."""

    SITE = "site"  # an organisation has one site
    SUPPLY = "supply"  # a relation of the register is a supply with assumed values
    ENTRY = "entry"  # an organisation without a stated device has a weak one
    TRUST = "trust"  # partners without a stated connection can be entered over everyday trust
    PLACE = "place"  # a thing without a stated place needs every site of its organisation
    ASSET = "asset"  # nothing of ours is stated: our organisations themselves are the goal
    OUTPUT = "output"  # the value that a site of ours makes in a day
    SPREAD = "spread"  # too many pairs of sites: the organisation supplies as a whole
