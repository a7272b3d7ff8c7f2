"""Static files under names that change with their content, so phones may keep them for good."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    # Without this an ES module would import its neighbours under their plain names.
    support_js_module_import_aggregation = True
    manifest_strict = True
