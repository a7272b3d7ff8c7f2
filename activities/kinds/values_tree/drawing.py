"""The values tree: picked values are its roots, groups of them its trunk, agreed values its leaves.

Pure: the same `Tree` gives the same bytes. Positions are pixels of the stage floor, 1792 by 848. The soil runs past its
edges on purpose (the stage lets it show, paper cuts it off); words never do.
"""

from __future__ import annotations

from collections.abc import Sequence

from activities.drawing import pen as kit
from activities.drawing.layout import Box
from activities.kinds.values_tree.crown import Crown
from activities.kinds.values_tree.labels import also_said, names_on, roots
from activities.kinds.values_tree.strands import Strand, W, shoots_of, strand_of, strands_of
from activities.kinds.values_tree.tree import Group, Tree, tidied
from activities.kinds.values_tree.wood import bark, seed_in_soil, shoot_leaves, small_leaves, soil, turf
from activities.kinds.values_tree.words import sentences


def values_tree(tree: Tree, uid: str = "tree") -> str:
    """The tree as SVG, 1792 by 848. `uid` keeps its ids apart from other drawings of the same page."""
    tree = tidied(tree)
    groups, others = (shoots_of(tree.values), ()) if tree.phase == "roots" else strands_of(tree.groups)
    strands, crown = _laid_out(tree, groups)
    taken: list[Box] = []
    wood = "".join(bark(strand) for strand in sorted(strands, key=lambda s: (-abs(s.offset), s.offset)))
    rootlets, tags = roots(strands, uid)
    small = shoot_leaves(strands) if tree.phase == "roots" else small_leaves(strands)
    twigs, big = crown.drawn(strands, tree.voters, uid)
    taken += crown.boxes
    aside = "" if tree.phase == "roots" else also_said(others, crown.unhung, tree, taken)
    names = "" if tree.phase == "roots" else names_on(strands, taken, uid)
    seed = "" if strands else seed_in_soil()
    inner = soil() + twigs + wood + turf(strands) + seed + rootlets + small + big + tags + aside + names
    return kit.svg(inner, sentences(tree), name="values-tree")


def _laid_out(tree: Tree, groups: Sequence[Group]) -> tuple[list[Strand], Crown]:
    crown = Crown(groups if tree.phase == "leaves" else ())
    most = max((group.notes for group in groups), default=1) or 1
    strands = []
    for place, group in enumerate(groups):
        if tree.phase == "roots" and not group.values:
            continue
        offset = place - (len(groups) - 1) / 2
        root = (place + 0.5) * W / max(len(groups), 1)
        seed = f"{group.name}{place}" if tree.phase != "roots" else f"shoot{place}"
        strands.append(strand_of(tree.phase, group, seed, offset, root, len(groups), most, crown.first(place)))
    return strands, crown
