"""What customers can't find out by themselves: questions that come again, and help articles that fail their readers."""
