"""The words of the field: enums, frozen dataclasses, frame schemas, ISO weeks."""
