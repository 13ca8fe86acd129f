"""Names in layers, each resting on earlier ones only: one query a layer, not one a name."""

from collections.abc import Collection, Mapping


def layer_names(below: Mapping[str, Collection[str]]) -> list[list[str]]:
    """Return names in as few layers as can be.

    Parameters
    ----------
    below : mapping of collection of str
        By name: what it rests on. What is no key is there from the beginning; a key stands before
        those that rest on it.

    Examples
    --------
    >>> layer_names({"age": ["birth"], "sex": [], "old": ["age"], "old_men": ["sex", "old"]})
    [['age', 'sex'], ['old'], ['old_men']]
    """
    heights: dict[str, int] = {}
    for name, names in below.items():
        heights[name] = 1 + max((heights[each] for each in names if each in heights), default=-1)
    layers: list[list[str]] = [[] for _ in set(heights.values())]
    for name, height in heights.items():
        layers[height].append(name)
    return layers
