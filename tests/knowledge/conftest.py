"""The tiny models, for knowledge bases that use one."""

from tests.transformer.conftest import encoder_folder, real_model, reranker_folder

__all__ = ["encoder_folder", "real_model", "reranker_folder"]
