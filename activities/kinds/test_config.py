"""What every kind's configuration is held to."""

import pytest

from activities.kinds.base import Item, no_id_twice


def test_an_id_stands_once_among_all_rows_it_is_looked_for_in() -> None:
    first, second, again = Item(id="a"), Item(id="b"), Item(id="a", text="Other words")

    no_id_twice("notes", [first, second], [])
    with pytest.raises(ValueError, match="two notes have the same id"):
        no_id_twice("notes", [first, again])
    with pytest.raises(ValueError, match="two stems or notes have the same id"):
        no_id_twice("stems or notes", [first], [second, again])
