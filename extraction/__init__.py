"""Text to evidence: documents, de-identification, sections, mentions, linking, assertion, relations."""
