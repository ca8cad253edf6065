"""Reading what other tools are configured with, which strangers may have written: YAML and TOML.

A few lines of YAML can stand for more values than there is memory: beyond a number
that nobody comes near nothing is read.
"""

from __future__ import annotations

from medlint.front_matter.limits import MAX_NUMBER
from medlint.settings.read import MAX_PARTS, long_key
from medlint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import yaml

#: The most values of a YAML file, those that aliases stand for included.
_MAX_VALUES = 100_000


class ConfigurationError(ValueError):
    """A file cannot be read; the message says why, without naming the file."""


def from_yaml(text: str) -> Any:
    """What a text of YAML says.

    Raises:
        ConfigurationError: It is no YAML, or says more than people write.
    """
    return _constructed(text)[0]


def node_of_yaml(text: str) -> yaml.Node | None:
    """The outermost node of a text of YAML, for the places in it; ``None`` where it is empty.

    Raises:
        ConfigurationError: It is no YAML, or says more than people write.
    """
    return _constructed(text)[1]


def _constructed(text: str) -> tuple[Any, yaml.Node | None]:
    import yaml

    loader = None
    try:
        loader = yaml.SafeLoader(text)
        node = loader.get_single_node()
        if node is None:
            return None, None
        if _count(node, {}) > _MAX_VALUES:
            raise ConfigurationError(f"it stands for more than {_MAX_VALUES:,} values")
        return loader.construct_document(node), node
    except ConfigurationError:
        raise
    except RecursionError:
        raise ConfigurationError("it is nested too deep") from None
    except yaml.YAMLError as error:
        problem = str(getattr(error, "problem", None) or error).partition("\n")[0]
        raise ConfigurationError(f"it is no YAML: {problem}") from None
    except Exception:  # what a date out of range or a wrong tag raises is left to chance
        raise ConfigurationError("a date, number or tag in it means nothing") from None
    finally:
        if loader is not None:
            loader.dispose()


def _count(node: yaml.Node, known: dict[int, int]) -> int:
    """How many values a node stands for, with those of its aliases each time they are named.

    Raises:
        ConfigurationError: It holds itself, or a number that would take long to read.
    """
    import yaml

    number = known.get(id(node))
    if number == 0:
        raise ConfigurationError("an alias in it stands for what holds it")
    if number is None:
        known[id(node)] = 0
        number = 1
        if isinstance(node, yaml.ScalarNode):
            if node.tag.endswith((":int", ":float")) and len(node.value) > MAX_NUMBER:
                raise ConfigurationError(f"a number in it has more than {MAX_NUMBER} characters")
        elif isinstance(node, yaml.MappingNode):
            number += sum(_count(one, known) for pair in node.value for one in pair)
        elif isinstance(node, yaml.SequenceNode):
            number += sum(_count(one, known) for one in node.value)
        known[id(node)] = number
    return number


def from_toml(text: str) -> dict[str, Any]:
    """What a text of TOML says.

    Raises:
        ConfigurationError: It is no TOML, or says more than people write.
    """
    import tomli

    if long_key(text) is not None:
        raise ConfigurationError(f"a key has more than {MAX_PARTS} parts")
    try:
        return tomli.loads(text)
    except RecursionError:
        raise ConfigurationError("it is nested too deep") from None
    except tomli.TOMLDecodeError as error:
        raise ConfigurationError(f"it is no TOML: {error}") from None
    except ValueError:  # Python reads no integer of thousands of digits
        raise ConfigurationError("an integer in it has too many digits") from None
