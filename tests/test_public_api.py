import importlib
import types

import pytest

import pytest_sunbird

# What a lazy front door needs for itself.
MACHINERY = {"Any", "TYPE_CHECKING", "annotations", "import_module"}


@pytest.mark.parametrize("name", ["sunbird_telemetry", "sunbird_mockserver", "pytest_sunbird"])
def test_nothing_is_public_by_accident(name):
    """
    A name that stands at a front door is in ``__all__``, and ``__all__`` names nothing else.
    """
    module = importlib.import_module(name)
    public = {
        each
        for each, value in vars(module).items()
        if not each.startswith("_") and not isinstance(value, types.ModuleType)
    }

    assert public - MACHINERY <= set(module.__all__)
    assert all(hasattr(module, each) for each in module.__all__)


def test_a_lazy_name_that_is_not_there_is_an_attribute_error():
    """
    The lazy front door answers for unknown names as any module does.
    """
    with pytest.raises(AttributeError) as caught:
        _ = pytest_sunbird.Sunbrid

    assert "module 'pytest_sunbird' has no attribute 'Sunbrid'" == str(caught.value)
