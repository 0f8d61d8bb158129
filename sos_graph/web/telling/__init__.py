"""What is known -> words, values and tables for people, in the language of the reader."""
