"""Sheets to print at their true size: the board, the cards of a desk, blocks of paper."""
