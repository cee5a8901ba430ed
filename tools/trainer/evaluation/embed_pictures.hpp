#pragma once

#include <vector>

#include "data/reid_image.hpp"
#include "evaluation/embedder.hpp"

namespace brnpa::trainer {

class ImageStore;

//! All pictures of a store as the model takes them: N x 3 x height x width, CV_32F.
cv::Mat pictureBlob(const ImageStore& store, const EmbedderDescription& description);

/** Embeddings of pictures, N x embeddingSize, CV_32F. Decodes and embeds a batch at a time.
@throws InputError that names a picture which cannot be decoded, or whose embedding is not finite. */
cv::Mat embedPictures(Embedder& embedder, const std::vector<ReidImage>& images);

}  // namespace brnpa::trainer
