/** Requests and what they do in the file tree, a class for each family. */
package org.sallyport.sftp.internal.engine.request;
