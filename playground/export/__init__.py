"""Files that runs become, for people who do not have the playground at hand."""
