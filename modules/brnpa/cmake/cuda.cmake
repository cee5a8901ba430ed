# The CUDA kernels, as a library that needs CUDA alone; the module's functions on cv::cuda::GpuMat need an OpenCV that has
# it too, which those of distributions do not.
if(NOT DEFINED CMAKE_CUDA_ARCHITECTURES)
  # Code that the driver compiles for whatever the device is, from sm_75 on.
  set(CMAKE_CUDA_ARCHITECTURES 75-virtual)
endif()
enable_language(CUDA)
find_package(CUDAToolkit REQUIRED)

file(GLOB brnpa_cuda_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/src/cuda/*.cu)
add_library(brnpa_cuda STATIC ${brnpa_cuda_sources})
set_target_properties(brnpa_cuda PROPERTIES CUDA_STANDARD 17 CUDA_STANDARD_REQUIRED ON POSITION_INDEPENDENT_CODE ON)
target_include_directories(brnpa_cuda INTERFACE ${CMAKE_CURRENT_SOURCE_DIR}/src)
target_link_libraries(brnpa_cuda PUBLIC CUDA::cudart_static)

if(OpenCV_CUDA_VERSION)
  target_compile_definitions(opencv_brnpa PRIVATE BRNPA_HAVE_CUDA)
  target_link_libraries(opencv_brnpa PRIVATE brnpa_cuda)
else()
  message(STATUS "brnpa: OpenCV ${OpenCV_VERSION} has no CUDA: the kernels are built, the functions on GpuMat throw")
endif()
