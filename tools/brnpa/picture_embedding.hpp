#pragma once

#include <string>

#include "reid/embedder.hpp"
#include "reid/gallery.hpp"

/// @returns CV_8UC3, B, G, R.
/// @throws reid::InputError for a file that cannot be read as a picture.
cv::Mat readPicture(const std::string& path);

/// A picture of one person, whole and alone, as a gallery takes it.
/// @throws reid::InputError as readPicture().
reid::View viewOfPicture(reid::Embedder& embedder, const std::string& path);
