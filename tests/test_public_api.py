import importlib
import pkgutil

import pytest

FRONT_DOORS = ["sunbird_telemetry", "sunbird_mockserver", "pytest_sunbird"]


@pytest.mark.parametrize("name", FRONT_DOORS)
def test_every_name_at_a_front_door_leads_somewhere(name):
    """
    What ``__all__`` promises is there.
    """
    module = importlib.import_module(name)

    assert [] == [each for each in module.__all__ if not hasattr(module, each)]


@pytest.mark.parametrize("name", FRONT_DOORS)
def test_a_lazy_front_door_shows_all_that_is_public(name):
    """
    A name is public exactly when it is in ``__all__``; `dir` says so before any is loaded.
    """
    module = importlib.import_module(name)

    assert sorted(module.__all__) == dir(module)


@pytest.mark.parametrize("name", FRONT_DOORS)
def test_a_name_that_is_not_there_is_an_attribute_error(name):
    """
    A lazy front door answers for unknown names as any module does.
    """
    module = importlib.import_module(name)

    with pytest.raises(AttributeError) as caught:
        _ = module.Sunbrid

    assert f"module {name!r} has no attribute 'Sunbrid'" == str(caught.value)


@pytest.mark.parametrize(
    "package",
    ["sunbird_telemetry", "sunbird_mockserver", "pytest_sunbird"],
)
def test_no_module_is_called_like_a_name_at_its_front_door(package):
    """
    After an import of such a module, the name would be the module.
    """
    modules = pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}.")
    parents = [module.name.rpartition(".") for module in modules]
    doors = {parent: importlib.import_module(parent) for parent, _, _ in parents}

    assert [] == [
        f"{parent}.{name}"
        for parent, _, name in parents
        if name in getattr(doors[parent], "__all__", ())
    ]
