"""Models learned anew, by their own settings, when there are more texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from newsclf.errors import OtherDataError, UnknownSettingsError
from newsclf.estimator import ThemeClassifier
from newsclf.messages import message
from newsclf.scoring import Model
from newsclf.shipped import shipped_vectors
from newsclf.targets import fingerprint_of
from newsclf.themes import OTHER

_IN_THE_FOLDER: Final = ("terms",)
"""Features that need nothing but the texts and what the model folder holds."""

_SHIPPED: Final = "vectors"
"""These, too, where they are those that come with newsclf."""


def classifier_of(model: Model) -> ThemeClassifier:
    """A classifier, not fitted, with the settings that a model learned with.

    Raises
    ------
    UnknownSettingsError
        When the model does not say them, learned from something that its folder does not hold (a lexicon, word vectors), or
        has settings that this version does not know.
    """
    training = model.manifest.get("training")
    settings = training.get("parameters") if isinstance(training, dict) else None
    features = training.get("features") if isinstance(training, dict) else None
    if not isinstance(settings, dict) or not isinstance(features, dict):
        raise UnknownSettingsError(model=model.name, reason=message("settings_missing"))
    unknown = sorted(set(settings).difference(ThemeClassifier().get_params()))
    if unknown:
        raise UnknownSettingsError(model=model.name, reason=message("settings_newer", names=", ".join(unknown)))
    own = (
        isinstance(training, dict) and settings.get("vectors") == "shipped" and training.get("vectors") == shipped_vectors().name
    )
    elsewhere = sorted(map(str, set(features).difference(_IN_THE_FOLDER, [_SHIPPED] if own else [])))
    if elsewhere:
        raise UnknownSettingsError(model=model.name, reason=message("settings_elsewhere", names=", ".join(elsewhere)))
    return ThemeClassifier(**settings | {"dictionary": list(model.dictionary) or None})


def origin_of(
    model: Model, texts: Sequence[str], labels: Sequence[str | list[str]], new_texts: int, any_data: bool
) -> dict[str, Any]:
    """What the manifest of an updated model notes of the model that it comes from.

    Parameters
    ----------
    model : Model
    texts : sequence of str
        What the model learned from.
    labels : sequence of str or of lists of str
    new_texts : int
        How many texts come to these.
    any_data : bool
        Whether the texts may be others than those that the model learned from.

    Raises
    ------
    OtherDataError
        When they are others and may not be.
    """
    training: Mapping[str, Any] = model.manifest["training"]
    fingerprint = fingerprint_of(texts, map(_themes, labels))
    same = fingerprint == training.get("fingerprint")
    if not same and not any_data:
        raise OtherDataError(model=model.name, learned=training.get("texts"), given=len(texts))
    facts = {"model": model.name, "fingerprint": fingerprint, "same_data": same}
    return {"updated_from": facts | {"old_texts": len(texts), "new_texts": new_texts}}


def _themes(labels: str | list[str]) -> set[str]:
    """The themes of a text, as `newsclf.targets.read_targets` has them."""
    several = [labels] if isinstance(labels, str) else labels
    return {str(label) for label in several} - {OTHER}
