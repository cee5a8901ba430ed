#pragma once

#include <string>

#include "reid/embedder.hpp"
#include "reid/gallery.hpp"

/// @returns CV_8UC3, B, G, R.
/// @throws reid::InputError for a file that cannot be read as a picture.
cv::Mat readPicture(const std::string& path);

/// The same, for one that a gallery is to know or to answer.
/// @throws reid::InputError also for a picture too small for a person, of whom something would be found all the same.
cv::Mat readPictureOfPerson(const std::string& path);

/// A picture of one person, whole and alone, as a gallery takes it.
/// @param picture as readPicture() returns it.
reid::View viewOfPicture(reid::Embedder& embedder, const cv::Mat& picture);
