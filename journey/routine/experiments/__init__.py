"""Tests of changes on a part of the customers, and changes that come to one part after the other."""
