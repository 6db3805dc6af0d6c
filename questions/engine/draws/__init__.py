"""Draws of a blueprint: its domains, its formulas made ready to run, the values drawn, the options shown."""
