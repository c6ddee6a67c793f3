"""Imported once by the server that workers are forked from: dictionaries and rules are then in every worker."""

from etl.core.extract import extract
from etl.core.model import RawText
from etl.core.segment.tokens import tokenize

extract(RawText("某市政协2023年立案提案57件,已全部办复。", "utf-8", "text"), "")
tokenize("政协")
